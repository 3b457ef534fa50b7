import type {
  CreateRouteRequest,
  CreateRouteResult,
  DeleteRouteRequest,
  ReplaceRouteRequest,
} from '@aws-sdk/client-ec2';
import { fail } from '../../../kernel/fail.ts';
import { operation } from '../../../kernel/operations.ts';
import type { RequestContext } from '../../../kernel/service.ts';
import { formatCidr, parseCidr } from './cidr.ts';
import { type Ec2Store, required } from '../ec2-store.ts';
import type { RouteRecord, RouteTableRecord } from '../records.ts';

/** What routes may lead to here: the other targets of EC2 have no counterpart. */
const ACCEPTED = ['RouteTableId', 'DestinationCidrBlock', 'GatewayId', 'NatGatewayId'] as const;

export const routeOperations = {
  CreateRoute: operation(createRoute, { accepts: ACCEPTED }),
  ReplaceRoute: operation(replaceRoute, { accepts: ACCEPTED }),
  DeleteRoute: operation(deleteRoute, { accepts: ['RouteTableId', 'DestinationCidrBlock'] }),
};

function createRoute(
  store: Ec2Store,
  context: RequestContext,
  input: CreateRouteRequest,
): CreateRouteResult {
  const { region } = context;
  const table = store.routeTable(region, required(input.RouteTableId, 'routeTableId'));
  const destination = destinationOf(input);
  if (table.routes.some((route) => route.destination === destination))
    fail('RouteAlreadyExists', `The route identified by ${destination} already exists.`);
  const target = targetOf(store, region, table, input);
  table.routes.push({ destination, target, origin: 'CreateRoute' });
  store.routeTables.put(region, table.routeTableId, table);
  store.changed();
  return { Return: true };
}

function replaceRoute(store: Ec2Store, context: RequestContext, input: ReplaceRouteRequest): void {
  const { region } = context;
  const table = store.routeTable(region, required(input.RouteTableId, 'routeTableId'));
  const destination = destinationOf(input);
  const route = table.routes.find((held) => held.destination === destination);
  if (route === undefined) return failNoRoute(table, destination);
  route.target = targetOf(store, region, table, input);
  store.routeTables.put(region, table.routeTableId, table);
  store.changed();
}

function deleteRoute(store: Ec2Store, context: RequestContext, input: DeleteRouteRequest): void {
  const { region } = context;
  const table = store.routeTable(region, required(input.RouteTableId, 'routeTableId'));
  const destination = destinationOf(input);
  const route = table.routes.find((held) => held.destination === destination);
  if (route === undefined) failNoRoute(table, destination);
  if (route.target.kind === 'local')
    fail(
      'InvalidParameterValue',
      `cannot remove local route ${destination} in route table ${table.routeTableId}`,
    );
  const routes = table.routes.filter((held) => held !== route);
  store.routeTables.put(region, table.routeTableId, { ...table, routes });
  store.changed();
}

function targetOf(
  store: Ec2Store,
  region: string,
  table: RouteTableRecord,
  input: CreateRouteRequest | ReplaceRouteRequest,
): RouteRecord['target'] {
  const { GatewayId: gatewayId, NatGatewayId: natId } = input;
  if ((gatewayId === undefined) === (natId === undefined))
    fail(
      'InvalidParameterCombination',
      'The parameter gatewayId or natGatewayId must be specified, and only one of them.',
    );
  if (natId !== undefined) {
    const nat = store.natGateways.get(region, natId);
    if (nat === undefined)
      fail('InvalidNatGatewayID.NotFound', `The natGateway ID '${natId}' does not exist`);
    if (nat.vpcId !== table.vpcId) failOtherNetwork(table, natId);
    return { kind: 'nat', id: natId };
  }
  const id = gatewayId ?? '';
  const gateway = store.internetGateways.get(region, id);
  if (gateway === undefined)
    fail('InvalidGatewayID.NotFound', `The gateway ID '${id}' does not exist`);
  if (gateway.vpcId !== table.vpcId) failOtherNetwork(table, id);
  return { kind: 'internet-gateway', id };
}

function destinationOf(input: { DestinationCidrBlock?: string | undefined }): string {
  const given = required(input.DestinationCidrBlock, 'destinationCidrBlock');
  const cidr = parseCidr(given);
  return cidr === undefined
    ? fail(
        'InvalidParameterValue',
        `Value (${given}) for parameter destinationCidrBlock is invalid. This is not a valid CIDR block.`,
      )
    : formatCidr(cidr);
}

function failOtherNetwork(table: RouteTableRecord, gatewayId: string): never {
  return fail(
    'InvalidParameterValue',
    `route table ${table.routeTableId} and network gateway ${gatewayId} belong to different networks`,
  );
}

function failNoRoute(table: RouteTableRecord, destination: string): never {
  return fail(
    'InvalidRoute.NotFound',
    `no route with destination-cidr-block ${destination} in route table ${table.routeTableId}`,
  );
}
