# The hub in a container. From the top of the repository:
#   docker build -f deploy/onedoor.dockerfile -t onedoor .
#   docker run -p 4000:4000 --stop-timeout 30 -e DATABASE_URL=… -e ONEDOOR_CALL_KEY=… -e ONEDOOR_PSEUDONYM_KEY=… onedoor
#
# Debian, not Alpine: the query planner and the PostgreSQL that comes along are built for glibc.
FROM node:24-bookworm-slim AS build

WORKDIR /opt/onedoor
COPY package.json package-lock.json .npmrc ./
RUN npm ci --ignore-scripts
COPY cli cli
COPY hub hub
COPY seed seed
COPY router router
COPY schema schema
COPY subgraphs subgraphs
COPY tsconfig.json ./
COPY web web
RUN npm run build

FROM node:24-bookworm-slim

WORKDIR /opt/onedoor
COPY package.json package-lock.json .npmrc ./
RUN npm ci --omit=dev --ignore-scripts && npm cache clean --force

COPY LICENSE ./
COPY cli cli
COPY migrations migrations
COPY hub hub
COPY seed seed
COPY router router
COPY schema schema
COPY subgraphs subgraphs
COPY --from=build /opt/onedoor/web/dist web/dist
# Built of the same sources and packages, or it would not be run but built again (docs/adr/0074).
COPY --from=build /opt/onedoor/dist dist

# A user with a name: PostgreSQL refuses to run as root, and as somebody whom /etc/passwd does not know. Under another,
# as some platforms choose one for each container, the hub asks for DATABASE_URL.
RUN groupadd --system --gid 10001 onedoor \
  && useradd --system --uid 10001 --gid onedoor --home-dir /var/lib/onedoor --shell /usr/sbin/nologin onedoor \
  && install --directory --owner onedoor --group onedoor --mode 0700 /var/lib/onedoor
USER 10001:10001
VOLUME /var/lib/onedoor

# Within the container's own network; which ports leave it is the operator's choice. Publish 9464 to the monitoring only.
ENV NODE_ENV=production \
  HOST=0.0.0.0 \
  PORT=4000 \
  METRICS_HOST=0.0.0.0 \
  METRICS_PORT=9464 \
  ONEDOOR_DATA=/var/lib/onedoor
EXPOSE 4000 9464

# Alive, not ready: a hub without its access record must not be started again and again, only left alone by balancers.
HEALTHCHECK --interval=10s --timeout=3s --start-period=60s \
  CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.PORT}/health/live`).then((r) => process.exit(r.ok ? 0 : 1), () => process.exit(1))"]

# Node is the first process and gets SIGTERM itself: no shell and no npm stand between. It finishes what is under way
# within 20 seconds; Docker's own patience of 10 is too short, hence --stop-timeout.
STOPSIGNAL SIGTERM
ENTRYPOINT ["node", "cli/hub.mjs"]
CMD ["start"]
