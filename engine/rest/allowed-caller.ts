/**
 * Whether a request may come in. The API has no login, so web pages are kept out: a page's `Origin`
 * must be allowed by name, and on a loopback address the `Host` must be a loopback name, which shuts
 * out pages that point a name of their own at this machine.
 */
export function isAllowedCaller(request: {
  readonly origin: string | undefined;
  readonly host: string | undefined;
  readonly boundTo: string;
  readonly allowedOrigins: readonly string[];
}): boolean {
  const { origin, host, boundTo, allowedOrigins } = request;
  if (origin !== undefined && !allowedOrigins.includes(origin)) {
    return false;
  }
  return !isLoopback(boundTo) || host === undefined || isLoopback(withoutPort(host));
}

function withoutPort(host: string): string {
  return host.replace(/:\d+$/, '').replace(/^\[(.*)\]$/, '$1');
}

function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || /^127(\.\d{1,3}){3}$/.test(host);
}
