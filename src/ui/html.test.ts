import { expect, test } from 'vitest';
import { html } from './html.ts';

test('what is put in is text, in an attribute too; other templates are markup', () => {
  const name = `</p><script>alert("1")</script> & 'co'`;
  const bold = html`<b>${name}</b>`;
  expect(html`<p title="${name}">${bold}${[1, ' ', bold]}${null}</p>`.markup).toBe(
    '<p title="&lt;/p&gt;&lt;script&gt;alert(&quot;1&quot;)&lt;/script&gt; &amp; &#39;co&#39;">' +
      '<b>&lt;/p&gt;&lt;script&gt;alert(&quot;1&quot;)&lt;/script&gt; &amp; &#39;co&#39;</b>1 ' +
      '<b>&lt;/p&gt;&lt;script&gt;alert(&quot;1&quot;)&lt;/script&gt; &amp; &#39;co&#39;</b></p>',
  );
});
