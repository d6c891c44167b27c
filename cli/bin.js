#!/usr/bin/env node
// A packed jobwright has no sources and runs what `npm pack` built; a checkout runs its sources.
import { existsSync } from 'node:fs';
import * as nodeModule from 'node:module';

if (existsSync(new URL('./main.ts', import.meta.url))) {
  const { runSources } = await import('./start/run-sources.js');
  await runSources();
} else {
  // Node 22 keeps compiled code; Node 20 has no such cache.
  nodeModule.enableCompileCache?.();
  await import(new URL('../dist/cli/main.js', import.meta.url).href);
}
