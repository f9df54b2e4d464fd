#!/bin/bash
# Install the system libraries that the window needs, and nothing that is there already.
#
#   packaging/linux/system-libraries.sh           what Qt's xcb and offscreen plugins load, and one font
#   packaging/linux/system-libraries.sh --tests   also the X server, window manager, buses and keyring
#                                                 that the tests start for themselves
#
# Exit 0: all there, or only tools for tests could not be had (those tests then skip, saying so).
# Exit 1: the window cannot start, and the line above it says which packages to install.
set -euo pipefail

libraries=${BASH_SOURCE[0]%/*}/../../resources/linux/libraries.txt
commands='
Xvfb                  xvfb
openbox               openbox
xdotool               xdotool
xclip                 xclip
xprop                 x11-utils
dbus-run-session      dbus
gnome-keyring-daemon  gnome-keyring
'

[ "$(uname -s)" = Linux ] || exit 0
PATH="$PATH:/usr/sbin:/sbin" # where ldconfig is, for everyone but root

exists() { # one of these paths or patterns is a file
    local path
    for path in "$@"; do [ -e "$path" ] && return 0; done
    return 1
}

missing_libraries() {
    local cache soname package
    # Without ldconfig (NixOS, Alpine) there is nothing to ask: let the program speak for itself.
    command -v ldconfig >/dev/null || return 0
    cache=$(ldconfig -p)
    while read -r soname package _; do
        [[ "$soname" != lib* || "$cache" == *"$soname "* ]] || echo "$package"
    done <"$libraries"
}

missing_font() {
    local folder
    for folder in /usr/share/fonts /usr/local/share/fonts "${HOME:-/nonexistent}/.fonts" \
        "${HOME:-/nonexistent}/.local/share/fonts"; do
        [ -d "$folder" ] || continue
        [ -z "$(find -L "$folder" \( -name '*.ttf' -o -name '*.otf' -o -name '*.ttc' \) -print -quit)" ] || return 0
    done
    echo fonts-dejavu-core
}

missing_test_tools() {
    local name package
    while read -r name package; do
        [ -z "$name" ] || command -v "$name" >/dev/null || echo "$package"
    done <<<"$commands"
    exists /usr/libexec/at-spi-bus-launcher /usr/lib/at-spi2-core/at-spi-bus-launcher || echo at-spi2-core
    exists /usr/lib/*/girepository-1.0/Atspi-2.0.typelib /usr/lib/girepository-1.0/Atspi-2.0.typelib \
        /usr/lib64/girepository-1.0/Atspi-2.0.typelib || echo gir1.2-atspi-2.0
    # The pictures of the window are drawn in one font, wherever they are drawn.
    exists /usr/share/fonts/opentype/inter/Inter-Regular.otf /usr/share/fonts/truetype/inter/*.ttf \
        /usr/share/fonts/*/[Ii]nter*/*.[ot]tf || echo fonts-inter
    exists /usr/lib/python3/dist-packages/gi /usr/lib*/python3*/site-packages/gi || echo python3-gi
}

as_root() {
    if [ "$(id -u)" = 0 ]; then
        "$@"
    elif ! command -v sudo >/dev/null; then
        return 1
    elif [ -t 0 ] && [ -t 2 ]; then
        sudo "$@" # may ask for the password
    else
        sudo -n "$@"
    fi
}

install() {
    if ! command -v apt-get >/dev/null; then
        echo "This system has no apt. Install what your distribution calls: $*" >&2
        echo "  Fedora:  sudo dnf install xcb-util-cursor xcb-util-wm xcb-util-image xcb-util-keysyms" \
            "xcb-util-renderutil libxkbcommon-x11 mesa-libEGL mesa-libGL dejavu-sans-fonts" >&2
        echo "  Arch:    sudo pacman -S --needed xcb-util-cursor xcb-util-wm xcb-util-image xcb-util-keysyms" \
            "xcb-util-renderutil libxkbcommon-x11 libglvnd ttf-dejavu" >&2
        return 1
    fi
    echo "Installing with apt: $*" >&2
    # A third-party source that is down must not stop the install: apt-get update only warns.
    as_root env DEBIAN_FRONTEND=noninteractive apt-get -qq update >/dev/null \
        || echo "apt-get update had problems; going on with the package lists that are here." >&2
    as_root env DEBIAN_FRONTEND=noninteractive apt-get -qq install -y --no-install-recommends \
        -o Dpkg::Use-Pty=0 "$@" >/dev/null && return 0
    echo "Could not install them. As root: apt-get install $*" >&2
    return 1
}

needed=$(missing_libraries; missing_font)
tools=
[ "${1:-}" != --tests ] || tools=$(missing_test_tools)
[ -n "$needed$tools" ] || exit 0

# shellcheck disable=SC2086  # one word a package
install $needed $tools || true

needed=$(missing_libraries; missing_font)
if [ -n "$needed" ]; then
    echo "The window cannot start without: ${needed//$'\n'/ }" >&2
    exit 1
fi
[ "${1:-}" != --tests ] || tools=$(missing_test_tools)
[ -z "$tools" ] || echo "Tests that need these are skipped: ${tools//$'\n'/ }" >&2
