#!/bin/sh
# Print the path of a Chromium that tests can drive: one that is there, else install one.
# Beside a whole browser, the headless shell is preferred: a third of the processor time.
# usage: chromium.sh VENV_BIN
bin=$1
there() {
    for found in "$MOCKPORTAL_CHROMIUM" "$(command -v chromium)" "$(command -v chromium-browser)" \
        "$(command -v google-chrome)"; do
        [ -n "$found" ] && [ -x "$found" ] || continue
        [ -z "$MOCKPORTAL_CHROMIUM" ] && command -v chromium-headless-shell || echo "$found"
        return
    done
    return 1
}
of_playwright() {
    "$bin/python" -c 'from playwright.sync_api import sync_playwright as s
with s() as p: print(p.chromium.executable_path)' 2>/dev/null
}
there && exit 0
path=$(of_playwright)
if [ ! -x "$path" ]; then
    "$bin/playwright" install --with-deps chromium >&2 || true
    path=$(of_playwright)
fi
if [ -x "$path" ]; then # its own headless shell lies beside it
    for shell in "${path%/chromium-*}"/chromium_headless_shell-*/*/*headless*shell; do
        [ -x "$shell" ] && path=$shell
    done
    echo "$path" && exit 0
fi
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
    { apt-get update; apt-get install --yes chromium; apt-get install --yes chromium-headless-shell; } >&2 || true
    there && exit 0
fi
echo "no Chromium: install one (apt-get install chromium) or name one in MOCKPORTAL_CHROMIUM" >&2
exit 1
