# syntax=docker/dockerfile:1
ARG BASE_IMAGE=node:24-bookworm-slim

FROM ${BASE_IMAGE} AS build
WORKDIR /build
COPY package.json package-lock.json .npmrc ./
# Both secrets are for networks with a mirror of their own; without them this is a plain `npm ci`.
RUN --mount=type=secret,id=npmrc,target=/root/.npmrc \
    --mount=type=secret,id=ca,target=/run/ca.pem \
    NODE_EXTRA_CA_CERTS=/run/ca.pem npm ci --omit=dev --ignore-scripts --no-audit --no-fund
COPY bpmn ./bpmn
COPY generated ./generated
COPY runtime ./runtime
COPY services ./services
COPY web/public ./web/public
COPY infra/images ./infra/images
RUN node infra/images/assemble.js booking /images/booking \
 && node infra/images/assemble.js worker /images/worker \
 && node infra/images/assemble.js payments /images/payments

FROM ${BASE_IMAGE}
ENV NODE_ENV=production NODE_EXTRA_CA_CERTS=/app/rds-ca.pem
WORKDIR /app
COPY --from=build --chown=0:0 /images/worker /app
USER 65532:65532
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=30s --timeout=5s --start-period=60s CMD ["/usr/local/bin/node", "/app/health.js"]
ENTRYPOINT ["/usr/local/bin/node"]
CMD ["/app/services/worker/main.js"]
