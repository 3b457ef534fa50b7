/**
 * The modules of undici that are needed, by their own paths: the whole of undici takes five times
 * the memory and the time to load (docs/adr/0009-one-http-client.md).
 */
declare module 'undici/lib/dispatcher/client.js' {
  import { Client } from 'undici';

  export = Client;
}

declare module 'undici/lib/dispatcher/pool.js' {
  import { Pool } from 'undici';

  export = Pool;
}
