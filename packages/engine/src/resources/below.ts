/** What is said of members, by their dotted paths: `below('Origins', { Id: 'works' })`. */
export function below<const Parent extends string, const Members extends object>(
  parent: Parent,
  members: Members,
): { [K in keyof Members as `${Parent}.${K & string}`]: Members[K] } {
  const entries = Object.entries(members).map(([name, said]) => [`${parent}.${name}`, said]);
  return Object.fromEntries(entries) as ReturnType<typeof below<Parent, Members>>;
}
