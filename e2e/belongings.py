"""What a journey leaves behind: the election's journal and messages, beside the traces."""

import json
from pathlib import Path

from scenarios.staging import Scene

BELONGINGS = "election.json"


def leave_beside(folder: Path, scene: Scene) -> None:
    """Write the journal and the messages of a scene's election, and whose journey it was."""
    folder.mkdir(parents=True, exist_ok=True)
    election = scene.election
    kept = {
        "journey": scene.told.name,
        "election": election.id,
        "clock": election.clock().model_dump(mode="json"),
        "voters": [voter.model_dump(mode="json") for voter in scene.voters],
        "messages": [one.model_dump(mode="json") for one in election.messages()],
        "journal": [one.model_dump(mode="json") for one in election.journal()],
        "faults": [one.model_dump(mode="json") for one in election.faults()],
    }
    text = json.dumps(kept, ensure_ascii=False, indent=2)
    (folder / BELONGINGS).write_text(text, encoding="utf-8")
