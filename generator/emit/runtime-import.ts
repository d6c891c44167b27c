/** How generated code imports the runtime where the package can be resolved. */
export const PACKAGE_RUNTIME = 'jobwright/runtime/v1';

/**
 * How a file in `folder` of the output imports `specifier`: a relative one is meant from the output
 * folder, so files in its folders have to go up.
 */
export function runtimeImport(specifier: string): (folder: string) => string {
  return (folder) => {
    const up = folder === '' ? '' : '../'.repeat(folder.split('/').length);
    return up === '' || !specifier.startsWith('.')
      ? specifier
      : `${up}${specifier.replace(/^\.\//, '')}`;
  };
}
