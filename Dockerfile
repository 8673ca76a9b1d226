# One image for every process; the command says which. See compose.yaml.
FROM python:3.13-slim

RUN useradd --system --uid 10001 waymark && install -d -o waymark /var/lib/waymark
WORKDIR /app
COPY requirements.lock ./
RUN pip install --no-cache-dir --require-hashes -r requirements.lock
COPY pyproject.toml README.md LICENSE ./
COPY bot ./bot
COPY prompts ./prompts
COPY storage ./storage
RUN pip install --no-cache-dir --no-deps .

USER waymark
ENV HOST=0.0.0.0 PORT=3000 PYTHONUNBUFFERED=1 WAYMARK_DATA=/var/lib/waymark
EXPOSE 3000
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=10s --timeout=8s --start-period=20s \
    CMD ["python", "-m", "bot.probe", "http://127.0.0.1:3000/health/live"]
CMD ["waymark", "run"]
