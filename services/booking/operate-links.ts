import { Router } from 'express';
import type { Pool } from '../database/index.js';
import { readProcessInstanceKey } from './sql/process.js';

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** Where this service leads from a booking to Operate. */
export function operatePath(bookingId: string): string {
  return `/operate/bookings/${encodeURIComponent(bookingId)}`;
}

/**
 * The way from a booking to Operate: redirects to the view of its process instance. Before an instance
 * works for the booking it leads to the list of all instances.
 */
export function operateLinks(options: {
  readonly pool: Pool;
  /** Address of Operate's pages. */
  readonly operateUrl: string;
}): Router {
  const router = Router();
  const base = options.operateUrl.replace(/\/+$/, '');
  router.get('/operate/bookings/:bookingId', async ({ params }, response) => {
    const key = UUID.test(params.bookingId)
      ? await readProcessInstanceKey(options.pool, params.bookingId)
      : undefined;
    response.set('Cache-Control', 'no-store');
    response.redirect(
      302,
      key === undefined
        ? `${base}/processes?active=true&incidents=true`
        : `${base}/processes/${encodeURIComponent(key)}`,
    );
  });
  return router;
}
