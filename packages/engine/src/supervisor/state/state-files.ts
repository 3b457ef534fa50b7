/**
 * What engines and the command line keep in a state folder: all else in it may be of the user's.
 */
const OURS =
  /^(builds|ca|cdk|deployment|global|images|regions|site\.json(\.next)?|engine\.(json|lock|log)(\..*)?|processes\.json(\.next)?|control-plane\.sqlite(-.*)?|\.probe-\d+)$/;

export function isStateFile(name: string): boolean {
  return OURS.test(name);
}

/** No folder has these by chance. */
const MARKS = new Set(['control-plane.sqlite', 'engine.log']);
/** What systems and version control leave in folders. */
const HARMLESS = /^(\.DS_Store|\.git(ignore|keep|attributes)|\.keep|lost\+found|CACHEDIR\.TAG)$/;

/**
 * What of a folder's names shows that it is no state folder but a folder of the user's; undefined
 * where nothing does. What an engine has run in is one, whatever else has been put there.
 */
export function foreignName(names: readonly string[]): string | undefined {
  if (names.some((name) => MARKS.has(name))) return undefined;
  return names.find((name) => !isStateFile(name) && !HARMLESS.test(name));
}
