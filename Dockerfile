# The web process, the worker and beat run from this one image.
FROM node:24-slim AS front
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
RUN npm ci --ignore-scripts --omit=dev --no-audit --no-fund

FROM python:3.12-slim
ENV PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 SAMVAD_HOME=/var/lib/samvad
WORKDIR /app
COPY requirements.txt ./
RUN pip install --no-cache-dir -r requirements.txt
COPY --from=front /app/node_modules node_modules
COPY manage.py ./
COPY config config
COPY network network
COPY influencers influencers
COPY campaigns campaigns
COPY templates templates
COPY static static
COPY locale locale
RUN useradd --system --home-dir /var/lib/samvad samvad && mkdir -p /var/lib/samvad && chown samvad /var/lib/samvad \
    && SAMVAD_ENV=test python manage.py messages compile
USER samvad
EXPOSE 8000
CMD ["gunicorn", "config.wsgi", "--bind=0.0.0.0:8000", "--worker-class=gthread", "--workers=2", "--threads=8", "--no-control-socket"]
