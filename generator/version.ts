/** Version of the package; it goes into the manifest only. */
export const GENERATOR_VERSION = '0.1.0';

/** Layout of the manifest. */
export const MANIFEST_FORMAT = 1;
