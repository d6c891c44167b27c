import { featureSince, isPlatform, platformOf, platforms } from '../index.js';
import { newerSince } from '../platform/features.js';
import { isNewerThanKnown, supports } from '../platform/platform.js';

describe('platformOf', () => {
  test.each([
    [undefined, '8.6'],
    ['', '8.6'],
    ['latest', '8.6'],
    ['7.22.0', '8.6'],
    ['1.3.0', '8.6'],
    ['8.5.9', '8.6'],
    ['8.6.0', '8.6'],
    ['8.7', '8.7'],
    ['8.9.0-alpha1', '8.9'],
    [' 8.8.1', '8.8'],
    ['8.10.0', '8.10'],
    ['8.11.0', '8.10'],
    ['9.0.0', '8.10'],
  ])('judges a model of version %s by the rules of %s', (version, platform) => {
    expect(platformOf(version)).toBe(platform);
  });
});

describe('versions', () => {
  test('are compared as numbers: 8.10 is newer than 8.9', () => {
    expect(supports('8.10', '8.9')).toBe(true);
    expect(supports('8.9', '8.10')).toBe(false);
    expect(supports('8.9', '8.9')).toBe(true);
    expect(supports('8.6', '1.3')).toBe(true);
  });

  test.each([
    ['8.10.9', false],
    ['8.11', true],
    ['9.0', true],
    ['8.6', false],
    [undefined, false],
    ['soon', false],
  ])('%s is newer than all known: %s', (version, newer) => {
    expect(isNewerThanKnown(version)).toBe(newer);
  });

  test('a platform is one of the five by name', () => {
    expect(platforms.every(isPlatform)).toBe(true);
    expect(['8.5', '8.11', '8.6.0', ''].some(isPlatform)).toBe(false);
  });
});

describe('the table of features', () => {
  test('dates each of them by a version of Camunda 8', () => {
    expect(
      Object.values(featureSince).filter((since) => !/^(1\.[0-3]|8\.\d+)$/.test(since)),
    ).toEqual([]);
  });

  test('knows what came after 8.6', () => {
    const newer = Object.entries(featureSince).filter(([, since]) => !supports('8.6', since));
    expect(newer.map(([feature, since]) => `${since} ${feature}`)).toEqual([
      '8.8 zeebe:taskListeners',
      '8.10 zeebe:calledElement businessId',
      '8.7 zeebe:linkedResources',
      '8.10 zeebe:jobPriorityDefinition',
      '8.9 startEvent conditional',
      '8.9 intermediateCatchEvent conditional',
      '8.9 boundaryEvent conditional',
      '8.9 conditionalEventDefinition',
      '8.9 zeebe:conditionalFilter',
      '8.7 adHocSubProcess',
      '8.7 zeebe:adHoc',
      '8.8 zeebe:adHoc outputCollection',
      '8.8 zeebe:adHoc outputElement',
      '8.8 adHocSubProcess completionCondition',
      '8.8 adHocSubProcess cancelRemainingInstances',
      '8.8 adHocSubProcess zeebe:taskDefinition',
      '8.10 zeebe:executionListener beforeAll',
      '8.10 zeebe:executionListener cancel',
      '8.10 zeebe:executionListener zeebe:taskHeaders',
    ]);
    expect(newerSince('zeebe:taskListeners')).toBe('8.8');
  });
});
