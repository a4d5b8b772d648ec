# Rung in a container: compiled, production dependencies only, not root. The base image is one for all stages, by its digest: docs/upgrading.md.
FROM node:24-bookworm-slim@sha256:235600a8101ab264e117b1768e925532262668dc9b581ef1dd7d96ced463b8e7 AS build
WORKDIR /app
COPY package.json package-lock.json ./
RUN npm ci --ignore-scripts --no-audit --no-fund
COPY scripts scripts
COPY src src
RUN npm run build

FROM node:24-bookworm-slim@sha256:235600a8101ab264e117b1768e925532262668dc9b581ef1dd7d96ced463b8e7 AS dependencies
WORKDIR /app
COPY package.json package-lock.json ./
RUN npm ci --omit=dev --ignore-scripts --no-audit --no-fund

# What Node compiles is kept for the user that asks for it: here it is the one that runs.
FROM node:24-bookworm-slim@sha256:235600a8101ab264e117b1768e925532262668dc9b581ef1dd7d96ced463b8e7 AS compiled
WORKDIR /app
COPY --from=dependencies /app/node_modules node_modules
COPY --from=build --chown=node:node /app/dist dist
COPY --from=build /app/scripts scripts
COPY package.json app.yml ./
USER node
RUN rm -rf dist/compile-cache && node scripts/compile-ahead.mjs && chmod -R a=rX dist/compile-cache

FROM node:24-bookworm-slim@sha256:235600a8101ab264e117b1768e925532262668dc9b581ef1dd7d96ced463b8e7
# The last is the C library's: one place that threads take memory from, which is given back.
ENV NODE_ENV=production HOST=0.0.0.0 PORT=3000 DATA_DIR=/data MALLOC_ARENA_MAX=1
WORKDIR /app
COPY --from=dependencies /app/node_modules node_modules
COPY --from=compiled /app/dist dist
COPY --from=build /app/scripts scripts
COPY package.json app.yml roles.yaml LICENSE ./
RUN mkdir /data && chown node:node /data
USER node
VOLUME /data
EXPOSE 3000
HEALTHCHECK --interval=10s --timeout=3s --start-period=10s \
  CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.PORT}/healthz`).then((answer) => process.exit(answer.ok ? 0 : 1), () => process.exit(1))"]
# exec form: SIGTERM reaches Node, which drains before it ends
CMD ["node", "dist/main.js"]
