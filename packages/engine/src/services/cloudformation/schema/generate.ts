/**
 * Writes what the engine needs of AWS's published resource schemas, for the types that it
 * provisions: `../schemas/resource-types.json` for the checks,
 * `../../../resources/properties.generated.ts` for the handlers, and the names of all types in
 * `../schemas/published-types.json`, by which a type that is missing here is told apart from one
 * that nobody has. Run it from the repository's root
 * after raising `@aws-cdk/aws-service-spec`, or after adding a type to PROVISIONED_TYPES:
 *
 *     node packages/engine/src/services/cloudformation/schema/generate.ts
 */
import { writeFileSync } from 'node:fs';
import { loadAwsServiceSpec } from '@aws-cdk/aws-service-spec';
import { extractSchemas, renderSchemas, typeNames } from './extract.ts';
import { PROVISIONED_TYPES } from './provisioned-types.ts';
import { renderTypes } from './render-types.ts';

const OUTPUT = new URL('../schemas/resource-types.json', import.meta.url);
const NAMES_OUTPUT = new URL('../schemas/published-types.json', import.meta.url);
const TYPES_OUTPUT = new URL('../../../resources/properties.generated.ts', import.meta.url);

const database = await loadAwsServiceSpec();
const file = extractSchemas(database, PROVISIONED_TYPES);
writeFileSync(OUTPUT, renderSchemas(file));
writeFileSync(TYPES_OUTPUT, renderTypes(file));
writeFileSync(NAMES_OUTPUT, `${JSON.stringify(typeNames(database), null, 1)}\n`);
