/**
 * The one module of undici that is needed, by its own path: the whole of undici takes five times
 * the memory and the time to load (docs/adr/0009-one-http-client.md).
 */
declare module 'undici/lib/dispatcher/client.js' {
  import { Client } from 'undici';

  export = Client;
}
