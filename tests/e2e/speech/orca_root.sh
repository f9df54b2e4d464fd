#!/bin/bash
# Make a Debian 13 in the folder $1 that has Orca 48, unless it is there already. As root; needs debootstrap.
#
# Orca 43 of Debian 12 says nothing when a program announces something.
set -euo pipefail

root=$1
[ ! -x "$root/usr/bin/orca" ] || [ -e "$root/unfinished" ] || exit 0
[ "$(id -u)" = 0 ] || { echo "Only root can make a second Debian for Orca: sudo make speech" >&2; exit 1; }
command -v debootstrap >/dev/null ||
    DEBIAN_FRONTEND=noninteractive apt-get -qq install -y --no-install-recommends debootstrap >/dev/null
# Wherever this system has its own packages from.
mirror=$(apt-get indextargets --format '$(SITE)' 'Created-By: Packages' 'Origin: Debian' 'Label: Debian' | head -n 1)
[ -n "$mirror" ] || { echo "This system's apt knows no mirror of Debian" >&2; exit 1; }

echo "Making a Debian 13 with Orca in $root" >&2
rm -rf "$root"
mkdir -p "$root"
touch "$root/unfinished"
debootstrap --variant=minbase trixie "$root" "$mirror" >/dev/null
# Its packages need /proc while they are set up, and Orca needs xkbcomp without saying so.
log=$root/install.log
unshare --mount sh -c "mount -t proc proc '$root/proc' && exec chroot '$root' env DEBIAN_FRONTEND=noninteractive \
    apt-get -qq install -y --no-install-recommends -o Dpkg::Use-Pty=0 orca gir1.2-wnck-3.0 python3-speechd \
    x11-xkb-utils" >"$log" 2>&1 || { tail -n 20 "$log" >&2 && exit 1; }
rm "$root/unfinished"
