FROM node:22-slim AS browser
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
RUN npm ci --omit=dev --ignore-scripts

FROM python:3.12-slim
RUN useradd --create-home --uid 1000 antenne && install -d -o antenne /data
WORKDIR /app
COPY requirements requirements
RUN pip install --no-cache-dir --require-hashes -r requirements/run.txt
COPY pyproject.toml README.md LICENSE ./
COPY src src
COPY docs/guide docs/guide
COPY --from=browser /app/node_modules node_modules
RUN pip install --no-cache-dir --no-deps --no-build-isolation --editable . \
    && python -m broadcast.cli.assets node_modules && rm -rf node_modules
USER antenne
# As `antenne up` does: see src/broadcast/cli/starting.py.
ENV ANTENNE_DATA=/data MALLOC_ARENA_MAX=2
VOLUME /data
EXPOSE 8000
CMD ["antenne", "up", "--host", "0.0.0.0"]
