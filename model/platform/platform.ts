/** The Camunda 8 versions that models are judged for, oldest first. */
export const platforms = ['8.6', '8.7', '8.8', '8.9', '8.10'] as const;

/** A Camunda 8 version by major and minor. */
export type Platform = (typeof platforms)[number];

/** True for a version that models can be judged for: `8.6` to `8.10`. */
export function isPlatform(text: string): text is Platform {
  return platforms.some((each) => each === text);
}

/** True when `platform` is `version` or newer; versions before 8.6 are all older than any platform. */
export function supports(platform: Platform, version: string): boolean {
  return compareVersions(platform, version) >= 0;
}

/**
 * The platform by whose rules a model of this version is judged: never older than 8.6, never newer than
 * the newest known. A missing or unreadable version counts as 8.6.
 */
export function platformOf(version: string | undefined): Platform {
  return platforms.findLast((each) => compareVersions(version ?? '', each) >= 0) ?? '8.6';
}

/** True for a version that came out after the newest platform known here. */
export function isNewerThanKnown(version: string | undefined): boolean {
  return compareVersions(version ?? '', newest) > 0;
}

/** The newest known version. */
export const newest: Platform = '8.10';

/** By major, then minor; a text that is no version is older than all. */
function compareVersions(left: string, right: string): number {
  const [leftMajor, leftMinor] = numbersOf(left);
  const [rightMajor, rightMinor] = numbersOf(right);
  return leftMajor - rightMajor || leftMinor - rightMinor;
}

function numbersOf(version: string): readonly [number, number] {
  const [, major, minor] = /^\s*(\d{1,6})\.(\d{1,6})/.exec(version) ?? [];
  return [Number(major ?? -1), Number(minor ?? 0)];
}
