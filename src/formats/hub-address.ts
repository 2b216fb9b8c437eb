/** A model on the Hugging Face Hub, as a person names it: by its id, or by the address of one of its pages. */
import { ModelError } from './model-error.ts';

export interface HubAddress {
  /** `owner/name`, or `name` alone of the few that have no owner. */
  id: string;
  /** A branch, a tag or a commit. */
  revision: string;
}

const MAIN = 'main';
const HOSTS = ['huggingface.co', 'www.huggingface.co', 'hf.co'];
/** First segments of addresses that are no owners. */
const OTHER_KINDS = ['datasets', 'spaces', 'papers', 'collections', 'docs', 'blog', 'models', 'api'];
/** Pages of a model that name a revision. */
const WITH_REVISION = ['tree', 'blob', 'resolve', 'raw', 'commit', 'commits'];

const ID = /^(?:\w[\w.-]{0,95}\/)?\w[\w.-]{0,95}$/;
const REVISION = /^\w[\w./-]{0,199}$/;

/**
 * Reads `owner/name`, `owner/name@revision` or an address such as `https://huggingface.co/owner/name/tree/revision`.
 * @throws ModelError `no-id`, `other-host` or `other-kind`
 */
export function readHubAddress(text: string): HubAddress {
  const typed = text.trim();
  const isAddress = typed.includes('://') || HOSTS.some((host) => typed.startsWith(`${host}/`));
  const { id, revision } = isAddress ? fromPage(typed) : fromId(typed);
  if (!ID.test(id) || !REVISION.test(revision)) throw new ModelError('no-id', { text: typed.slice(0, 100) });
  return { id, revision };
}

function fromId(text: string): HubAddress {
  const at = text.indexOf('@');
  return at < 0 ? { id: text, revision: MAIN } : { id: text.slice(0, at), revision: text.slice(at + 1) };
}

function fromPage(text: string): HubAddress {
  const full = text.includes('://') ? text : `https://${text}`;
  const noId = () => new ModelError('no-id', { text: text.slice(0, 100) });
  if (!URL.canParse(full)) throw noId();
  const { hostname, pathname } = new URL(full);
  if (!HOSTS.includes(hostname)) throw new ModelError('other-host', { host: hostname });
  let parts: string[];
  try {
    parts = pathname.split('/').filter(Boolean).map(decodeURIComponent);
  } catch {
    throw noId();
  }
  const [first = '', second, page = '', revision = '', ...rest] = parts;
  if (OTHER_KINDS.includes(first)) throw new ModelError('other-kind', { kind: first });
  // A pull request's revision has slashes: refs/pr/1.
  const named = revision === 'refs' ? [revision, ...rest.slice(0, 2)].join('/') : revision;
  return {
    id: second === undefined ? first : `${first}/${second}`,
    revision: WITH_REVISION.includes(page) && named !== '' ? named : MAIN,
  };
}
