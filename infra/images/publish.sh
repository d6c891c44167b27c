#!/usr/bin/env bash
# Builds and pushes the image of each service, and prints BOOKING_IMAGE=sha256:... for each:
#
#     infra/images/publish.sh REGISTRY ENVIRONMENT TAG
set -euo pipefail
cd "$(dirname "$0")/../.."
for service in booking worker payments; do
  image=$1/jobwright-$2/$service:$3
  docker build --quiet --platform linux/arm64 --file "infra/images/$service.Dockerfile" --tag "$image" . >&2
  docker push --quiet "$image" >&2
  digest=$(docker inspect --format '{{index .RepoDigests 0}}' "$image")
  printf '%s_IMAGE=%s\n' "${service^^}" "${digest##*@}"
done
