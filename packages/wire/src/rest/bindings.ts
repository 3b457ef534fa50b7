import type { Member, Shape } from '../schema/shape.ts';

/** Where a structure's members travel in HTTP. https://smithy.io/2.0/spec/http-bindings.html */
export interface Bindings {
  labels: readonly Member[];
  query: readonly (Member & { wireName: string })[];
  /** Takes every query parameter that no other member takes. */
  queryParameters: Member | undefined;
  /** Names in lower case. */
  headers: readonly (Member & { wireName: string })[];
  prefixHeaders: readonly (Member & { prefix: string })[];
  status: Member | undefined;
  payload: Member | undefined;
  /** What is bound to no other place travels in the body, as a document. */
  body: readonly Member[];
}

export function bindingsOf(shape: Shape): Bindings {
  const known = BINDINGS.get(shape);
  if (known !== undefined) return known;
  const bindings = bind(shape.members);
  BINDINGS.set(shape, bindings);
  return bindings;
}

const BINDINGS = new WeakMap<Shape, Bindings>();

function bind(members: readonly Member[]): Bindings {
  const traits = (member: Member): Shape['traits'] => member.shape.traits;
  return {
    labels: members.filter((member) => traits(member).httpLabel),
    query: members.flatMap((member) => {
      const wireName = traits(member).httpQuery;
      return wireName === undefined ? [] : [{ ...member, wireName }];
    }),
    queryParameters: members.find((member) => traits(member).httpQueryParams),
    headers: members.flatMap((member) => {
      const wireName = traits(member).httpHeader?.toLowerCase();
      return wireName === undefined ? [] : [{ ...member, wireName }];
    }),
    prefixHeaders: members.flatMap((member) => {
      const prefix = traits(member).httpPrefixHeaders?.toLowerCase();
      return prefix === undefined ? [] : [{ ...member, prefix }];
    }),
    status: members.find((member) => traits(member).httpResponseCode),
    payload: members.find((member) => traits(member).httpPayload),
    body: members.filter((member) => !isBound(traits(member))),
  };
}

function isBound(traits: Shape['traits']): boolean {
  return Boolean(
    traits.httpLabel ??
    traits.httpQuery ??
    traits.httpQueryParams ??
    traits.httpHeader ??
    traits.httpResponseCode ??
    traits.httpPayload ??
    (traits.httpPrefixHeaders === undefined ? undefined : true),
  );
}
