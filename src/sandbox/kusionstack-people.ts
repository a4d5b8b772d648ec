/** KusionStack's people as its MAINTAINERS.md and APPROVERS.md list them (KusionStack/community @ dce5f8a), and some contributors. */

interface Person {
  readonly login: string;
  readonly name: string;
  readonly affiliation: string | null;
  readonly role: "maintainers" | "approvers" | null;
  /** Repositories of the role. */
  readonly areas: readonly string[];
}

function maintainer(login: string, name: string, ...areas: string[]): Person {
  return { login, name, affiliation: "AntGroup", role: "maintainers", areas };
}

function contributor(login: string, name = login): Person {
  return { login, name, affiliation: null, role: null, areas: [] };
}

export const PEOPLE: readonly Person[] = [
  maintainer("SparkYuan", "Dayuan Li", "kusion"),
  maintainer("liu-hm19", "Haoming Liu", "kusion"),
  maintainer("zoumo", "Jun Zhang", "kuperator"),
  maintainer("wu8685", "Ke Wu", "kuperator", "controller-mesh"),
  maintainer("elliotxx", "Yingming Yang", "karpor"),
  maintainer("Eikykun", "Yikun Wang", "controller-mesh"),
  maintainer("ffforest", "Zai Chen", "kusion", "karpor"),
  maintainer("adohe", "Zibo He", "kusion", "karpor"),
  maintainer("ruquanzhao", "Ruquan Zhao", "karpor"),
  maintainer("Yangyang96", "Yang Yang", "kusion"),
  maintainer("ColdsteelRail", "Xin He", "kuperator"),
  maintainer("shaofan-hs", "Shuai Han", "kuperator"),
  { login: "hoangndst", name: "Nguyen Dinh Hoang", affiliation: "Viettel Group", role: "approvers", areas: ["kusion"] },
  contributor("octo-fan", "Octo Fan"),
  contributor("jemshad"),
  contributor("riven-blade"),
  contributor("jakezhu9"),
  contributor("howieyuen"),
];

/** Who owns the organisation on GitHub. */
export const OWNERS: readonly string[] = ["SparkYuan"];
