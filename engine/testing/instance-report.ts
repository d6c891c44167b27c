import { isDeepStrictEqual } from 'node:util';

import type { ReadInstance } from './read-instance.js';

/** Most elements of a path, and characters of one value, that a report shows. */
const most = { path: 60, value: 400 };

/**
 * What a failing assertion shows of an instance: where it is, the path it took, what it waits for,
 * its variables and incidents, and what would bring it on.
 */
export function reportInstance(instance: ReadInstance): string {
  const name = (elementId: string): string => instance.nameOf(elementId);
  return [
    `process instance ${instance.key} of '${instance.processId}' is ${instance.state()}`,
    ...section('path', [pathText(instance.path().map(name))]),
    ...section('waiting at', instance.waitingAt().map(name)),
    ...section('waiting for', waitsFor(instance)),
    ...section(
      'variables',
      Object.entries(instance.variables()).map(([key, value]) => `${key} = ${showValue(value)}`),
    ),
    ...optional('local', localVariables(instance)),
    ...section(
      'incidents',
      instance
        .incidents()
        .map(
          ({ elementId, errorType, errorMessage }) =>
            `${name(elementId)}: ${errorType}: ${shorten(errorMessage)}`,
        ),
    ),
    ...optional(
      'called',
      instance.children().map((child) => `${child.key} of '${child.processId}': ${child.state()}`),
    ),
    ...optional('look at', adviceOn(instance)),
  ].join('\n');
}

/** A path as one line, its middle left out when it is long. */
export function pathText(names: readonly string[]): string {
  const left = names.length - most.path;
  const shown =
    left > 0
      ? [
          ...names.slice(0, most.path / 2),
          `… ${left} more …`,
          ...names.slice(names.length - most.path / 2),
        ]
      : names;
  return shown.join(' > ');
}

/** A value as JSON, cut when it is long. */
export function showValue(value: unknown): string {
  return shorten(value === undefined ? 'undefined' : JSON.stringify(value));
}

function shorten(text: string): string {
  return text.length > most.value ? `${text.slice(0, most.value)}…` : text;
}

function optional(title: string, lines: readonly string[]): readonly string[] {
  return lines.length === 0 ? [] : section(title, lines);
}

function section(title: string, lines: readonly string[]): readonly string[] {
  const shown = lines.filter((line) => line !== '');
  const [first = 'none', ...more] = shown.length > 20 ? [...shown.slice(0, 20), '…'] : shown;
  return [`  ${`${title}:`.padEnd(13)}${first}`, ...more.map((line) => `${' '.repeat(15)}${line}`)];
}

function waitsFor(instance: ReadInstance): readonly string[] {
  return [
    ...instance
      .jobs()
      .map(
        ({ elementId, type, state, retries }) =>
          `job '${type}' at ${instance.nameOf(elementId)} (${state.toLowerCase()}, retries: ${retries})`,
      ),
    ...instance
      .messageSubscriptions()
      .map(
        ({ elementId, messageName, correlationKey }) =>
          `message '${messageName}' with correlation key '${correlationKey}' at ${instance.nameOf(elementId)}`,
      ),
    ...instance
      .timers()
      .map(
        ({ elementId, due }) => `timer at ${instance.nameOf(elementId)}, due ${due.toISOString()}`,
      ),
  ];
}

function localVariables(instance: ReadInstance): readonly string[] {
  const root = instance.variables();
  return [...new Set(instance.waitingAt())].flatMap((elementId) => {
    const local = Object.entries(instance.variables({ at: elementId })).filter(
      ([key, value]) => !isDeepStrictEqual(root[key], value),
    );
    return local.map(([key, value]) => `${elementId}: ${key} = ${showValue(value)}`);
  });
}

/** What would bring an instance on that stands still. */
function adviceOn(instance: ReadInstance): readonly string[] {
  if (instance.state() !== 'ACTIVE') {
    return [];
  }
  const incidents = instance.incidents();
  if (incidents.length > 0) {
    return ['mend what the incident says, then `await instance.resolveIncidents()`'];
  }
  const jobs = instance.jobs();
  const jobAdvice = jobs.map(({ type, elementId, owner, state }) =>
    owner === 'held'
      ? `'${elementId}' is held: \`await engine.release('${elementId}')\``
      : owner === 'nobody' && state === 'ACTIVATABLE'
        ? `no handler does '${type}': \`engine.handle('${type}', …)\` before the instance starts, or \`await engine.activateJob('${type}')\``
        : '',
  );
  const messages = instance
    .messageSubscriptions()
    .map(
      ({ messageName, correlationKey }) =>
        `\`await engine.publishMessage({ name: '${messageName}', correlationKey: '${correlationKey}' })\``,
    );
  const timers = instance.timers().length > 0 ? ['`await engine.advanceToNextTimer()`'] : [];
  return [...new Set([...jobAdvice, ...messages, ...timers])].filter((line) => line !== '');
}
