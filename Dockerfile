# Cutset: the command, the server and the explorer. See docs/operate.md.
FROM node:24.21.0-bookworm-slim AS build
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
RUN npm ci
COPY . .
# The image has the Node of its base, so the one that npm installed makes way.
RUN npm run build \
 && npm prune --omit=dev \
 && rm -rf node_modules/node node_modules/node-bin-* \
 && ln -sf /usr/local/bin/node node_modules/.bin/node \
 && find ui -mindepth 1 -maxdepth 1 ! -name build -exec rm -rf {} +

FROM node:24.21.0-bookworm-slim
ENV NODE_ENV=production \
    CUTSET_STATE=/var/lib/cutset/state \
    CUTSET_ESTATE=/var/lib/cutset/estate \
    CUTSET_REPORT_FOLDER=/var/lib/cutset/reports
COPY --from=build /app /app
RUN ln -s /app/bin/cutset /usr/local/bin/cutset \
 && install -d -o node -g node -m 700 /var/lib/cutset
USER node
WORKDIR /var/lib/cutset
VOLUME /var/lib/cutset
EXPOSE 7311
ENTRYPOINT ["cutset"]
CMD ["serve"]
