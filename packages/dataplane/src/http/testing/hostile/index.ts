import { LIMITS, NAMED_BY_CONNECTION, PIPELINING, UPGRADES } from './connections.ts';
import { CHUNK_SYNTAX, FRAMING } from './framing.ts';
import { HEADER_SYNTAX, HOSTS, METHODS, TARGETS, VERSIONS } from './heads.ts';

export { checkBrokenUpload, checkHostile, checkHttp2 } from './check-hostile.ts';
export { HTTP2_REQUESTS } from './http2-requests.ts';
export { RecordingOrigin } from './recording-origin.ts';
export { HOST } from './hostile-request.ts';

/** The corpus, by family. */
export const HOSTILE_REQUESTS = {
  framing: FRAMING,
  'chunk syntax': CHUNK_SYNTAX,
  targets: TARGETS,
  Host: HOSTS,
  'header syntax': HEADER_SYNTAX,
  limits: LIMITS,
  methods: METHODS,
  versions: VERSIONS,
  pipelining: PIPELINING,
  Upgrade: UPGRADES,
  'named by Connection': NAMED_BY_CONNECTION,
} as const;
