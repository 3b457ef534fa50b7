import type {
  AssociateRouteTableRequest,
  AssociateRouteTableResult,
  CreateRouteTableRequest,
  CreateRouteTableResult,
  DeleteRouteTableRequest,
  DescribeRouteTablesRequest,
  DescribeRouteTablesResult,
  DisassociateRouteTableRequest,
  ReplaceRouteTableAssociationRequest,
  ReplaceRouteTableAssociationResult,
  Route,
  RouteTable,
} from '@aws-sdk/client-ec2';
import { fail } from '../../../kernel/fail.ts';
import { operation } from '../../../kernel/operations.ts';
import type { RequestContext } from '../../../kernel/service.ts';
import { type Ec2Store, required } from '../ec2-store.ts';
import type { RouteRecord, RouteTableRecord } from '../records.ts';
import { tagsFor } from '../resource-tags.ts';
import { named, page, select } from '../selection.ts';

export const routeTableOperations = {
  CreateRouteTable: operation(createRouteTable, {
    accepts: ['VpcId', 'TagSpecifications'],
  }),
  DescribeRouteTables: operation(describeRouteTables),
  DeleteRouteTable: operation(deleteRouteTable),
  AssociateRouteTable: operation(associateRouteTable, { accepts: ['RouteTableId', 'SubnetId'] }),
  DisassociateRouteTable: operation(disassociateRouteTable),
  ReplaceRouteTableAssociation: operation(replaceRouteTableAssociation),
};

function createRouteTable(
  store: Ec2Store,
  context: RequestContext,
  input: CreateRouteTableRequest,
): CreateRouteTableResult {
  const { region } = context;
  const vpc = store.vpc(region, required(input.VpcId, 'vpcId'));
  const table: RouteTableRecord = {
    routeTableId: store.newId('rtb'),
    vpcId: vpc.vpcId,
    routes: [{ destination: vpc.cidr, target: { kind: 'local' }, origin: 'CreateRouteTable' }],
    associations: [],
  };
  const tags = tagsFor('route-table', input.TagSpecifications);
  store.tags.add(region, table.routeTableId, 'route-table', tags);
  store.routeTables.put(region, table.routeTableId, table);
  store.changed();
  return { RouteTable: describe(store, context, table) };
}

function describeRouteTables(
  store: Ec2Store,
  context: RequestContext,
  input: DescribeRouteTablesRequest,
): DescribeRouteTablesResult {
  const { region } = context;
  const all = store.routeTables.list(region);
  const records = named(all, input.RouteTableIds, (id) => store.routeTable(region, id));
  const described = records.map((record) => {
    const item = describe(store, context, record);
    return { item, fields: filterFields(context, record), tags: item.Tags ?? [] };
  });
  const { items, nextToken } = page(select(described, input.Filters), input);
  return { RouteTables: items, NextToken: nextToken };
}

function deleteRouteTable(
  store: Ec2Store,
  context: RequestContext,
  input: DeleteRouteTableRequest,
): void {
  const { region } = context;
  const table = store.routeTable(region, required(input.RouteTableId, 'routeTableId'));
  if (table.associations.length > 0)
    fail(
      'DependencyViolation',
      `The routeTable '${table.routeTableId}' has dependencies and cannot be deleted.`,
    );
  store.routeTables.delete(region, table.routeTableId);
  store.tags.forget(region, table.routeTableId);
  store.changed();
}

function associateRouteTable(
  store: Ec2Store,
  context: RequestContext,
  input: AssociateRouteTableRequest,
): AssociateRouteTableResult {
  const { region } = context;
  const table = store.routeTable(region, required(input.RouteTableId, 'routeTableId'));
  const subnet = store.subnet(region, required(input.SubnetId, 'subnetId'));
  if (table.vpcId !== subnet.vpcId)
    fail(
      'InvalidParameterValue',
      `route table ${table.routeTableId} and subnet ${subnet.subnetId} belong to different networks`,
    );
  const holder = explicitTableOf(store, region, subnet.subnetId);
  if (holder !== undefined)
    fail(
      'Resource.AlreadyAssociated',
      `the specified association for route table ${table.routeTableId} conflicts with an existing association`,
    );
  const associationId = store.newId('rtbassoc');
  table.associations.push({ associationId, main: false, subnetId: subnet.subnetId });
  store.routeTables.put(region, table.routeTableId, table);
  store.changed();
  return { AssociationId: associationId, AssociationState: { State: 'associated' } };
}

function disassociateRouteTable(
  store: Ec2Store,
  context: RequestContext,
  input: DisassociateRouteTableRequest,
): void {
  const associationId = required(input.AssociationId, 'associationId');
  takeAssociation(store, context.region, associationId);
  store.changed();
}

function replaceRouteTableAssociation(
  store: Ec2Store,
  context: RequestContext,
  input: ReplaceRouteTableAssociationRequest,
): ReplaceRouteTableAssociationResult {
  const { region } = context;
  const target = required(input.RouteTableId, 'routeTableId');
  store.routeTable(region, target);
  const moved = takeAssociation(store, region, required(input.AssociationId, 'associationId'));
  const table = store.routeTable(region, target);
  const associationId = store.newId('rtbassoc');
  table.associations.push({ ...moved, associationId });
  store.routeTables.put(region, table.routeTableId, table);
  store.changed();
  return { NewAssociationId: associationId, AssociationState: { State: 'associated' } };
}

function explicitTableOf(
  store: Ec2Store,
  region: string,
  subnetId: string,
): RouteTableRecord | undefined {
  return store.routeTables
    .list(region)
    .find((table) => table.associations.some((held) => held.subnetId === subnetId));
}

function takeAssociation(
  store: Ec2Store,
  region: string,
  associationId: string,
): RouteTableRecord['associations'][number] {
  for (const table of store.routeTables.list(region)) {
    const held = table.associations.find((entry) => entry.associationId === associationId);
    if (held === undefined) continue;
    const associations = table.associations.filter((entry) => entry !== held);
    store.routeTables.put(region, table.routeTableId, { ...table, associations });
    return held;
  }
  return fail(
    'InvalidAssociationID.NotFound',
    `The association ID '${associationId}' does not exist`,
  );
}

function describe(store: Ec2Store, context: RequestContext, record: RouteTableRecord): RouteTable {
  return {
    RouteTableId: record.routeTableId,
    VpcId: record.vpcId,
    OwnerId: context.account,
    Routes: record.routes.map((route) => describeRoute(store, context.region, record, route)),
    Associations: record.associations.map((held) => ({
      RouteTableAssociationId: held.associationId,
      RouteTableId: record.routeTableId,
      SubnetId: held.subnetId,
      Main: held.main,
      AssociationState: { State: 'associated' },
    })),
    PropagatingVgws: [],
    Tags: store.tags.of(context.region, record.routeTableId),
  };
}

function describeRoute(
  store: Ec2Store,
  region: string,
  table: RouteTableRecord,
  route: RouteRecord,
): Route {
  const base = { DestinationCidrBlock: route.destination, Origin: route.origin };
  switch (route.target.kind) {
    case 'local':
      return { ...base, GatewayId: 'local', State: 'active' };
    case 'internet-gateway': {
      const gateway = store.internetGateways.get(region, route.target.id);
      const active = gateway?.vpcId === table.vpcId;
      return { ...base, GatewayId: route.target.id, State: active ? 'active' : 'blackhole' };
    }
    case 'nat': {
      const active = store.natGateways.get(region, route.target.id) !== undefined;
      return { ...base, NatGatewayId: route.target.id, State: active ? 'active' : 'blackhole' };
    }
  }
}

function filterFields(
  context: RequestContext,
  record: RouteTableRecord,
): Record<string, string | string[]> {
  return {
    'route-table-id': record.routeTableId,
    'vpc-id': record.vpcId,
    'owner-id': context.account,
    'association.main': String(record.associations.some(({ main }) => main)),
    'association.subnet-id': record.associations.flatMap(({ subnetId }) => subnetId ?? []),
    'association.route-table-association-id': record.associations.map(
      ({ associationId }) => associationId,
    ),
    'route.destination-cidr-block': record.routes.map(({ destination }) => destination),
  };
}
