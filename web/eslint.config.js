import root from '../eslint.config.js';

/** The pages are plain JavaScript, where exports cannot be annotated. */
export default [...root, { rules: { '@typescript-eslint/explicit-module-boundary-types': 'off' } }];
