import { isJsonObject, type JsonObject } from '@understudy/contract';
import type { DeployedTemplate } from '../../target.ts';

/** A resource of one of a site's templates. */
export interface TemplateResource {
  stack: string;
  region: string;
  type: string;
  properties: JsonObject;
}

/** What the stacks of a site have, and what their references lead to. */
export class TemplateResources {
  readonly #templates: readonly DeployedTemplate[];

  constructor(templates: readonly DeployedTemplate[]) {
    this.#templates = templates;
  }

  all(type: string, region?: string): TemplateResource[] {
    return this.#templates
      .filter((template) => region === undefined || template.region === region)
      .flatMap((template) =>
        Object.keys(sectionOf(template, 'Resources')).map((id) => this.#named(template, id)),
      )
      .filter((resource) => resource?.type === type)
      .filter((resource) => resource !== undefined);
  }

  /** The resource that `Ref`, `Fn::GetAtt` or another stack's output leads to. */
  target(value: unknown, from: Pick<TemplateResource, 'stack'>): TemplateResource | undefined {
    const template = this.#templates.find(({ stack }) => stack === from.stack);
    if (template === undefined || !isJsonObject(value)) return undefined;
    const { Ref: ref, 'Fn::GetAtt': attribute, 'Fn::GetStackOutput': output } = value;
    if (typeof ref === 'string') return this.#named(template, ref);
    if (Array.isArray(attribute)) return this.#named(template, String(attribute[0]));
    return isJsonObject(output) ? this.#throughOutput(output) : undefined;
  }

  /** A number, also where it stands as text or is a parameter of the stack. */
  number(value: unknown, from: Pick<TemplateResource, 'stack'>): number | undefined {
    const template = this.#templates.find(({ stack }) => stack === from.stack);
    const ref = isJsonObject(value) ? value['Ref'] : undefined;
    const told = typeof ref === 'string' ? template?.parameters[ref] : value;
    if (typeof told !== 'number' && (typeof told !== 'string' || told.trim() === ''))
      return undefined;
    return Number.isFinite(Number(told)) ? Number(told) : undefined;
  }

  #throughOutput({ StackName: stack, OutputName: name }: JsonObject): TemplateResource | undefined {
    const template = this.#templates.find((one) => one.stack === stack);
    if (template === undefined || typeof name !== 'string') return undefined;
    const output = sectionOf(template, 'Outputs')[name];
    return isJsonObject(output) ? this.target(output['Value'], template) : undefined;
  }

  #named(template: DeployedTemplate, id: string): TemplateResource | undefined {
    const resource = sectionOf(template, 'Resources')[id];
    if (!isJsonObject(resource) || typeof resource['Type'] !== 'string') return undefined;
    const { Type: type, Properties: properties } = resource;
    const { stack, region } = template;
    return { stack, region, type, properties: isJsonObject(properties) ? properties : {} };
  }
}

function sectionOf({ body }: DeployedTemplate, name: string): JsonObject {
  const section = isJsonObject(body) ? body[name] : undefined;
  return isJsonObject(section) ? section : {};
}
