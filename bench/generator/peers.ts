import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** A code generator to be compared with: how to run it on an OpenAPI document. */
export interface Peer {
  readonly name: string;
  /** Script and arguments for Node. */
  readonly command: (input: string, out: string) => readonly string[];
}

const PACKAGES = {
  'openapi-typescript': '7.13.0',
  '@hey-api/openapi-ts': '0.95.0',
  orval: '8.38.0',
  typescript: '5.9.3',
};

/**
 * Installs the peers into a folder of their own, once, and tells how each is run. They are no
 * dependencies of this package: only this benchmark knows them.
 */
export function installPeers(folder: string): readonly Peer[] {
  const manifest = JSON.stringify({ private: true, type: 'module', dependencies: PACKAGES });
  mkdirSync(folder, { recursive: true });
  if (!existsSync(join(folder, 'node_modules', 'orval'))) {
    writeFileSync(join(folder, 'package.json'), manifest);
    execFileSync('npm', ['install', '--no-audit', '--no-fund', '--no-progress'], {
      cwd: folder,
      stdio: 'ignore',
    });
  }
  const bin = (path: string): string => join(folder, 'node_modules', path);
  return [
    {
      name: 'openapi-typescript',
      command: (input, out) => [
        bin('openapi-typescript/bin/cli.js'),
        input,
        '-o',
        join(out, 'api.ts'),
      ],
    },
    {
      name: 'hey-api',
      command: (input, out) => [bin('@hey-api/openapi-ts/bin/run.js'), '-i', input, '-o', out],
    },
    {
      name: 'orval',
      command: (input, out) => [
        bin('orval/dist/bin/orval.mjs'),
        '--input',
        input,
        '--output',
        join(out, 'api.ts'),
      ],
    },
  ];
}
