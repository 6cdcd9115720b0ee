"""A process that has a thousand files open asks twice; prints from how many ports."""

import os
import resource
import sys

from loadtests.gevent_transport import GeventTransport
from loadtests.guard import Fence

if __name__ == "__main__":
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (min(most, 4096), most))
    held = [os.open(os.devnull, os.O_RDONLY) for _ in range(1100)]
    url = sys.argv[1]
    transport = GeventTransport(Fence((url,)), "test", lambda: None)
    ports = set()
    for _ in range(2):
        transport.request("GET", f"{url}/x", {}, None)
        (client,) = transport._clients.values()
        kept = client._connection_pool._socket_queue.get()
        ports.add(kept.getsockname()[1])
        client._connection_pool._socket_queue.put(kept)
    print(len(ports))
