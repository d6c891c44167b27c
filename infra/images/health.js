// The health check of a container: ends with 0 when the service in it lives. Needs no shell.
const port = process.env.HEALTH_PORT ?? process.env.PORT ?? '3000';
try {
  const { ok } = await fetch(`http://127.0.0.1:${port}/health/live`, {
    signal: AbortSignal.timeout(4_000),
  });
  process.exitCode = ok ? 0 : 1;
} catch {
  process.exitCode = 1;
}
