import type { SchemaResource } from '../../packages/engine/src/services/cloudformation/schema/schema.ts';

/** A resource type, its files and the names in them. */
export interface NewResource {
  type: string;
  schema: SchemaResource;
  /** Of the handler, in its file. */
  name: string;
  file: string;
  /** Whether the API writes names in camelCase, as its other types say. */
  isCamelCase: boolean;
}
