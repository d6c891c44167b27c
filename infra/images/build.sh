#!/usr/bin/env bash
# Builds the image of each service without Docker, and mounts them:
#
#     infra/images/build.sh FOLDER
#
# FOLDER/booking, worker and payments then lead to the root file systems. `infra/images/build.sh --unmount`
# lets them go. BASE_IMAGE names another base than the one that .ci/install-node-base makes.
set -euo pipefail
cd "$(dirname "$0")/../.."

mapfile -t storage < <(.ci/install-node-base)
base=${BASE_IMAGE:-localhost/node-base:24}
export BUILDAH_ISOLATION=chroot
if [ "$1" = --unmount ]; then
  for service in booking worker payments; do
    buildah "${storage[@]}" rm "jobwright-$service" >/dev/null 2>&1 || true
  done
  exit 0
fi
secrets=()
[ -f "$HOME/.npmrc" ] && secrets+=(--secret "id=npmrc,src=$HOME/.npmrc")
[ -f "${NODE_EXTRA_CA_CERTS:-}" ] && secrets+=(--secret "id=ca,src=$NODE_EXTRA_CA_CERTS")
for service in booking worker payments; do
  buildah "${storage[@]}" rm "jobwright-$service" >/dev/null 2>&1 || true
  buildah "${storage[@]}" bud --quiet --layers --format docker --network host "${secrets[@]}" \
    --build-arg "BASE_IMAGE=$base" --file "infra/images/$service.Dockerfile" \
    --tag "localhost/jobwright-$service" . >&2
  buildah "${storage[@]}" from --quiet --pull-never --name "jobwright-$service" "localhost/jobwright-$service" >/dev/null
  ln -sfn "$(buildah "${storage[@]}" mount "jobwright-$service")" "$1/$service"
  buildah "${storage[@]}" inspect --type image "localhost/jobwright-$service" >"$1/$service.json"
done
