import { isJsonObject, type JsonObject } from '@understudy/contract';
import type { ResourcePolicies } from '../../../kernel/resource-policies.ts';
import { parametersMissing, templateError, validationError } from '../errors.ts';
import { withStackTags } from '../schema/tags.ts';
import { conditionLookup } from '../template/conditions.ts';
import { resolveDynamicReferences } from '../template/dynamic-references.ts';
import { evaluate } from '../template/evaluate.ts';
import { dependencyGraph, type DependencyGraph } from '../template/graph.ts';
import { parameterRef } from '../template/parameters.ts';
import { parseTemplate } from '../template/parse/parse.ts';
import { resourcePolicies } from '../template/resource-policies.ts';
import { NO_ECHO } from '../template/secrets.ts';
import type { ResourceValues, Scope, StackOutputReference } from '../template/scope.ts';
import type { ResourceDefinition, Template } from '../template/template.ts';
import { containsUnknown, UNKNOWN } from '../template/values.ts';
import type { StackEnvironment } from './environment.ts';
import type { PhysicalResource, StackDefinition, StackOutput, StackRecord } from './records.ts';

/**
 * Gives a resource's values while a template is evaluated; undefined where it does not exist yet.
 */
export type ResourceLookup = (logicalId: string) => PhysicalResource | undefined;

const UNKNOWN_RESOURCE: ResourceValues = { ref: () => UNKNOWN, attribute: () => UNKNOWN };

/**
 * A template together with the values that it is evaluated with: one attempt to bring a stack to a
 * state.
 */
export class Deployment {
  readonly template: Template;
  /** Names of the exports that the evaluations so far have imported. */
  readonly imports = new Set<string>();
  readonly #stack: StackRecord;
  readonly #definition: StackDefinition;
  readonly #environment: StackEnvironment;
  readonly #condition: (name: string) => boolean;
  /** In a plan, what cannot be looked up yet is unknown instead of an error. */
  readonly #lenient: boolean;
  #graph: DependencyGraph | undefined;

  constructor(
    environment: StackEnvironment,
    stack: StackRecord,
    options: { definition?: StackDefinition; lenient?: boolean } = {},
  ) {
    this.#environment = environment;
    this.#stack = stack;
    this.#definition = options.definition ?? stack;
    this.#lenient = options.lenient ?? false;
    this.template = parseTemplate(this.#definition.templateText);
    this.#condition = conditionLookup(this.template.conditions, () => this.scope(() => undefined));
  }

  /** The same, for planning: what cannot be looked up yet is unknown. */
  asPlan(): Deployment {
    return new Deployment(this.#environment, this.#stack, {
      definition: this.#definition,
      lenient: true,
    });
  }

  /** Resources whose condition holds. */
  get activeResources(): string[] {
    return Object.entries(this.template.resources)
      .filter(([, { condition }]) => condition === undefined || this.#condition(condition))
      .map(([id]) => id);
  }

  get graph(): DependencyGraph {
    this.#graph ??= dependencyGraph(this.template, this.activeResources);
    return this.#graph;
  }

  definitionOf(logicalId: string): ResourceDefinition {
    const definition = this.template.resources[logicalId];
    if (definition === undefined)
      throw new Error(`the template of '${this.#stack.name}' has no resource '${logicalId}'`);
    return definition;
  }

  /**
   * A resource's properties: functions evaluated, dynamic references resolved, the stack's tags
   * added.
   */
  properties(logicalId: string, lookup: ResourceLookup): JsonObject {
    const definition = this.definitionOf(logicalId);
    const value = evaluate(definition.properties, this.scope(lookup));
    const resolved = resolveDynamicReferences(value, (name) => this.#readSsmParameter(name));
    return withStackTags(
      definition.type,
      isJsonObject(resolved) ? resolved : {},
      this.#definition.tags,
    );
  }

  /** A resource's creation and update policy, evaluated. */
  policies(logicalId: string, lookup: ResourceLookup): ResourcePolicies {
    const { type, creationPolicy, updatePolicy } = this.definitionOf(logicalId);
    const scope = this.scope(lookup);
    const value = (policy: unknown): unknown => {
      const evaluated = policy === undefined ? undefined : evaluate(policy, scope);
      return containsUnknown(evaluated) ? undefined : evaluated;
    };
    return resourcePolicies(
      { logicalId, type },
      { creation: value(creationPolicy), update: value(updatePolicy) },
    );
  }

  /**
   * The same for those who look at the stack: with asterisks wherever a secret went in, also where
   * a function made something else of it. `resolved` where no secret is, or where a function cannot
   * work on asterisks.
   */
  shownProperties(logicalId: string, lookup: ResourceLookup, resolved: JsonObject): JsonObject {
    if (!this.#definition.parameters.some(({ noEcho }) => noEcho)) return resolved;
    const definition = this.definitionOf(logicalId);
    const scope = this.scope(lookup);
    const masked = (name: string): ReturnType<Scope['parameter']> =>
      this.#definition.parameters.some(({ key, noEcho }) => noEcho && key === name)
        ? NO_ECHO
        : scope.parameter(name);
    try {
      const value = evaluate(definition.properties, { ...scope, parameter: masked });
      return withStackTags(
        definition.type,
        isJsonObject(value) ? value : {},
        this.#definition.tags,
      );
    } catch {
      return resolved;
    }
  }

  /** The stack's outputs; those that depend on something unknown are left out. */
  outputs(lookup: ResourceLookup): StackOutput[] {
    const scope = this.scope(lookup);
    const outputs: StackOutput[] = [];
    for (const [key, output] of Object.entries(this.template.outputs)) {
      if (output.condition !== undefined && !this.#condition(output.condition)) continue;
      const evaluated = evaluate([output.value, output.exportName ?? null], scope);
      if (containsUnknown(evaluated)) continue;
      const [value, exportName] = resolveDynamicReferences(evaluated as unknown[], (name) =>
        this.#readSsmParameter(name),
      );
      outputs.push({
        key,
        value: outputText(key, value),
        ...(output.description === undefined ? {} : { description: output.description }),
        ...(typeof exportName === 'string' ? { exportName } : {}),
      });
    }
    return outputs;
  }

  scope(lookup: ResourceLookup): Scope {
    return {
      parameter: (name) => this.#pseudoParameter(name) ?? this.#parameter(name),
      mappings: this.template.mappings,
      condition: this.#condition,
      resource: (id) => this.#resourceValues(id, lookup),
      importValue: (name) => this.#orUnknown(() => this.#importValue(name)),
      stackOutput: (reference) => this.#orUnknown(() => this.#stackOutput(reference)),
      availabilityZones: (region) =>
        this.#environment.availabilityZones(this.#stack.caller, region),
    };
  }

  #resourceValues(id: string, lookup: ResourceLookup): ResourceValues | undefined {
    if (!Object.hasOwn(this.template.resources, id)) return undefined;
    const physical = lookup(id);
    if (physical === undefined) return UNKNOWN_RESOURCE;
    return {
      ref: () => physical.physicalId,
      attribute: (name) => {
        if (Object.hasOwn(physical.attributes, name)) return physical.attributes[name];
        throw templateError(
          `resource ${id} of type ${physical.type} has no value for attribute ${name}`,
        );
      },
    };
  }

  #parameter(name: string): string | string[] | undefined {
    const found = this.#definition.parameters.find((parameter) => parameter.key === name);
    return found === undefined ? undefined : parameterRef(found);
  }

  #pseudoParameter(name: string): string | string[] | undefined {
    const { account, region, id, name: stackName } = this.#stack;
    const values = new Map<string, string | string[]>(
      Object.entries({
        'AWS::AccountId': account,
        'AWS::NotificationARNs': this.#definition.notificationArns,
        'AWS::Partition': 'aws',
        'AWS::Region': region,
        'AWS::StackId': id,
        'AWS::StackName': stackName,
        'AWS::URLSuffix': 'amazonaws.com',
      }),
    );
    return values.get(name);
  }

  #readSsmParameter(name: string): string {
    try {
      return this.#environment.readSsmParameter(this.#stack.caller, name);
    } catch (error) {
      if (!(error instanceof Error && error.name === 'ParameterNotFound')) throw error;
      throw parametersMissing([name]);
    }
  }

  #importValue(name: string): string {
    const { region, account } = this.#stack;
    const exporter = this.#environment.store
      .stacks()
      .filter((stack) => stack.region === region && stack.account === account)
      .flatMap((stack) => stack.outputs)
      .find((output) => output.exportName === name);
    if (exporter === undefined) throw validationError(`No export named ${name} found.`);
    this.imports.add(name);
    return exporter.value;
  }

  /**
   * https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference-getstackoutput.html
   */
  #stackOutput({ stackName, outputName, region }: StackOutputReference): string {
    const where = region ?? this.#stack.region;
    const stack = this.#environment.store.findStack(where, stackName);
    if (stack === undefined)
      throw validationError(
        `Fn::GetStackOutput cannot find output ${outputName}: stack ${stackName} does not exist in region ${where}`,
      );
    const output = stack.outputs.find(({ key }) => key === outputName);
    if (output === undefined)
      throw validationError(
        `Fn::GetStackOutput cannot find output ${outputName} of stack ${stackName} in region ${where}`,
      );
    return output.value;
  }

  #orUnknown(lookUp: () => string): unknown {
    if (!this.#lenient) return lookUp();
    try {
      return lookUp();
    } catch {
      // A plan may be made before the other stack exists; the deployment itself asks again,
      // strictly.
      return UNKNOWN;
    }
  }
}

function outputText(key: string, value: unknown): string {
  if (typeof value === 'string') return value;
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  throw templateError(
    `The Value field of every Outputs member must evaluate to a String: output ${key}`,
  );
}
