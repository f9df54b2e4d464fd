#!/bin/bash
# Install the system libraries that the window needs, and nothing that is there already.
#
#   packaging/linux/system-libraries.sh           what Qt's xcb, wayland and offscreen plugins load, one font
#   packaging/linux/system-libraries.sh --tests   also the X server, window manager, Wayland
#                                                 compositor, buses and keyring that the tests start for themselves
#
# What cannot be had is said in one line, with who can mend it.
# Exit 0: all there, or without it tests are skipped, or the window is drawn offscreen.
# Exit 1: the window cannot even be drawn.
set -euo pipefail

libraries=${BASH_SOURCE[0]%/*}/../../resources/linux/libraries.txt
commands='
Xvfb                  xvfb
openbox               openbox
xdotool               xdotool
xclip                 xclip
xprop                 x11-utils
xev                   x11-utils
dbus-run-session      dbus
gnome-keyring-daemon  gnome-keyring
sway                  sway
grim                  grim
wl-copy               wl-clipboard
'

[ "$(uname -s)" = Linux ] || exit 0
PATH="$PATH:/usr/sbin:/sbin" # where ldconfig is, for everyone but root

exists() { # one of these paths or patterns is a file
    local path
    for path in "$@"; do [ -e "$path" ] && return 0; done
    return 1
}

missing_libraries() { # all, or those for $1
    local cache soname package purpose
    # Without ldconfig (NixOS, Alpine) there is nothing to ask: let the program speak for itself.
    command -v ldconfig >/dev/null || return 0
    cache=$(ldconfig -p)
    while read -r soname package _ _ purpose; do
        [[ "$soname" != lib* || "$cache" == *"$soname "* || "$purpose" != "${1:-$purpose}" ]] || echo "$package"
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
    elif [ -t 0 ] && [ -t 2 ]; then
        sudo "$@" # may ask for the password
    else
        sudo -n "$@"
    fi
}

install() { # sets `why` where they cannot be had
    local log names
    if ! command -v apt-get >/dev/null; then
        why="this system has no apt: its administrator installs what it calls them"
        if command -v dnf >/dev/null; then
            names=$(names_on fedora "$@")
            why="$why${names:+ (dnf install $names)}"
        elif command -v pacman >/dev/null; then
            names=$(names_on arch "$@")
            why="$why${names:+ (pacman -S $names)}"
        fi
        why=${why//$'\n'/ }
        return
    fi
    why="only this computer's administrator can install them: apt-get install $*"
    [ "$(id -u)" = 0 ] || { command -v sudo >/dev/null && as_root true 2>/dev/null; } || return 0
    echo "Installing with apt: $*" >&2
    # A third-party source that is down must not stop the install.
    as_root env DEBIAN_FRONTEND=noninteractive apt-get -qq update >/dev/null 2>&1 || true
    log=$(as_root env DEBIAN_FRONTEND=noninteractive apt-get -qq install -y --no-install-recommends \
        -o Dpkg::Use-Pty=0 "$@" 2>&1 >/dev/null) && { why="apt says that they are installed" && return; }
    # Its first error; the others follow from it.
    log=$(printf '%s\n' "$log" | while read -r line; do [[ "$line" != E:* ]] || { echo "${line#E: }" && break; }; done)
    why="apt could not get them${log:+ ($log)}: with a network, as administrator, apt-get install $*"
}

names_on() { # $1, fedora or arch, of these packages of Debian
    local system=$1 soname package fedora arch
    shift
    while read -r soname package fedora arch _; do
        [[ "$soname" != lib* || " $* " != *" $package "* ]] || echo "${!system}"
    done <"$libraries" | sort -u
}

needed=$(missing_libraries; missing_font)
tools=
[ "${1:-}" != --tests ] || tools=$(missing_test_tools | sort -u)
[ -n "$needed$tools" ] || exit 0

# shellcheck disable=SC2086  # one word a package
install $needed $tools

needed=$(missing_libraries; missing_font)
if [ -n "$needed" ]; then
    echo "The window needs ${needed//$'\n'/ }, and $why" >&2
    # Without those of the display alone it is drawn offscreen.
    [ -z "$(missing_libraries drawing; missing_font)" ] || exit 1
    exit 0
fi
[ "${1:-}" != --tests ] || tools=$(missing_test_tools)
[ -z "$tools" ] || echo "Tests that need ${tools//$'\n'/ } are skipped: $why" >&2
