#!/usr/bin/env bash
# Runs a program in an image's file system as its container would be: nothing writable but /tmp, no root.
#
#     infra/images/run.sh ROOT PROGRAM ARGUMENTS...
#
# Needs root itself, and no container engine. A signal to this process reaches the program.
set -euo pipefail
if [ "${1:-}" != --inside ]; then
  exec unshare --mount --propagation private -- "$0" --inside "$@"
fi
shift
root=$(realpath "$1")
shift
mount --bind "$root" "$root"
mount -o remount,bind,ro "$root"
mount -t tmpfs -o size=64m,mode=1777 tmpfs "$root/tmp"
mount --rbind /dev "$root/dev"
exec chroot --userspec=65532:65532 "$root" "$@"
