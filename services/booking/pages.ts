import { fileURLToPath } from 'node:url';
import { Router, static as serveStatic } from 'express';

/** What the pages need to know. */
export interface PagesOptions {
  /** Address of the engine's REST API, for the inspector; absent means there is no inspector. */
  readonly engineRestAddress: string | undefined;
  /** Address of Camunda's Operate, where there is one. */
  readonly operateUrl: string | undefined;
}

const folder = fileURLToPath(new URL('../../web/public/', import.meta.url));

/** Serves the web pages at `/`, and tells the process inspector where the engine is. */
export function pages(options: PagesOptions): Router {
  const router = Router();
  const { engineRestAddress, operateUrl } = options;
  const engineOrigin =
    engineRestAddress === undefined ? '' : ` ${new URL(engineRestAddress).origin}`;
  const policy =
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; " +
    `connect-src 'self'${engineOrigin}; base-uri 'none'; form-action 'self'; frame-ancestors 'none'`;
  if (engineRestAddress !== undefined || operateUrl !== undefined) {
    router.get('/inspector-config.json', (_request, response) => {
      response.set('Cache-Control', 'no-store').json({
        ...(engineRestAddress === undefined ? {} : { restAddress: engineRestAddress }),
        ...(operateUrl === undefined ? {} : { operateUrl }),
      });
    });
  }
  router.use(
    serveStatic(folder, {
      fallthrough: true,
      redirect: false,
      setHeaders: (response) => {
        response.setHeader('Cache-Control', 'no-cache');
        response.setHeader('Content-Security-Policy', policy);
      },
    }),
  );
  return router;
}
