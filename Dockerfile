# The static parts: style sheets and font.
FROM node:22-slim AS static
WORKDIR /app
COPY package.json package-lock.json ./
RUN npm ci --ignore-scripts --no-audit --no-fund

# What both the building and the running need of Debian.
FROM python:3.11-slim-bookworm AS base
ENV PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 PATH=/venv/bin:$PATH XDG_CACHE_HOME=/tmp/cache
RUN apt-get update \
    && apt-get install --yes --no-install-recommends \
        postgresql-client poppler-utils libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 fonts-inter fonts-noto-core fonts-noto-color-emoji \
    && rm -rf /var/lib/apt/lists/* \
    && fc-cache --system-only
WORKDIR /app

# The libraries and the program, put together where there are tools for it.
FROM base AS build
RUN python -m venv --without-pip /venv
COPY requirements.txt ./
RUN pip --python /venv/bin/python install --no-cache-dir --require-hashes --requirement requirements.txt
COPY . .
COPY --from=static /app/node_modules ./node_modules
# The key signs nothing here: settings only ask that there is one.
RUN SECRET_KEY=build python manage.py collectstatic --noinput

# What runs: one image for web, worker, beat and the one-shot init. No pip, no compiler, no npm;
# all but /tmp and var/documents may be read-only.
FROM base
RUN python -m pip uninstall --yes pip setuptools wheel \
    && useradd --system --no-create-home app
COPY --from=build /venv /venv
COPY --from=build /app /app
RUN mkdir -p var/documents && chown app: var/documents
USER app
EXPOSE 8000
CMD ["gunicorn", "jobbtorg.wsgi:application", "--bind", "0.0.0.0:8000", "--workers", "2", "--threads", "4", "--limit-request-line", "8190", "--worker-tmp-dir", "/dev/shm", "--no-control-socket"]
