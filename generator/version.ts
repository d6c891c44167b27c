/** Version of the package. It goes into no generated file, so that an upgrade changes none by itself. */
export const GENERATOR_VERSION = '0.1.0';

/** Layout of the manifest. */
export const MANIFEST_FORMAT = 1;
