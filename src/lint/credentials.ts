// Names that say their value is to be kept from others, in the spellings of variables (`DB_PASSWORD`), of files (`db.password`) and of
// programs (`dbPassword`).
const secret =
  /(?:^|[-_.]|[a-z])(?:password|passwd|passphrase|pwd|pass|secret|secret[-_.]?key|token|api[-_.]?key|access[-_.]?key|private[-_.]?key|credentials?)$/i;

// What ends like one but is not: whether a password may be empty, where it stands, how it is made.
const harmless =
  /(?:allow_empty|random_root|empty|require|use|enable|disable|has|no)[-_]?(?:root[-_])?(?:password|passwd|pass|token)$|onetime|public|(?:max|min|length|count|type|name|id|url|file|path|dir)$|cluster[-_]token$|^(?:csrf|xsrf)/i;

/** Whether a variable or key of this name holds a credential. */
export function isCredentialName(name: string): boolean {
  // `PWD` is the working directory, `BYPASS`, `COMPASS` end so by chance.
  if (/^(?:PWD|OLDPWD)$/.test(name) || /(?:by|com|sur|tres)pass$/i.test(name)) return false;
  return secret.test(name) && !harmless.test(name);
}

/**
 * Whether a value is a credential itself: not empty, a switch, a reference to another variable, a path, a host, or a place to fill in
 * (`<password>`, `${PASSWORD}`, `xxx`).
 */
export function isLiteralCredential(value: string): boolean {
  const text = value.trim();
  if (text === '' || /^(?:true|false|yes|no|on|off|none|null|\d{1,2})$/i.test(text)) return false;
  if (
    /^\$?\$[({][^)}]*[)}]$|\{\{|^<[^>]*>$|^\[[^\]]*\]$|^%[^%]*%$|^__.*__$|^[x*.]+$|^(?:your|replace|insert|enter)[-_ ]/i.test(
      text,
    )
  )
    return false;
  return !/^(?:\.{0,2}\/\S*|file:|https?:\/\/[^@]*$|\S+\.svc(?:\.|:|$))/.test(text);
}

/** The password in a connection string (`postgres://app:secret@db:5432`), undefined where there is none or it comes from elsewhere. */
export function passwordInUrl(value: string): string | undefined {
  const password = /^[a-z][a-z0-9+.-]{1,20}:\/\/[^\s:/@?#]*:([^\s@/]+)@/i.exec(value)?.[1];
  return password !== undefined && isLiteralCredential(password) && !/[$<{]/.test(password)
    ? password
    : undefined;
}
