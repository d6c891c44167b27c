#!/usr/bin/env node
// Runs the TypeScript sources as they are: no build is needed in a checkout.
import { register } from 'tsx/esm/api';

register();
await import('./main.ts');
