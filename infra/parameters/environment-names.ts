/** The environments that the system is deployed to. */
export const environmentNames = ['dev', 'staging', 'prod'] as const;
/** One of `environmentNames`. */
export type EnvironmentName = (typeof environmentNames)[number];
