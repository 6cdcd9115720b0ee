// Sends, waits for, reads and deletes a mail: node with_mailpit_api.mjs ADDRESS TOKEN RECIPIENT
import assert from "node:assert/strict";
import { MailpitClient } from "mailpit-api";

const [address, token, recipient] = process.argv.slice(2);
const mailpit = new MailpitClient(address, { auth: { username: "any", password: token } });

const { ID } = await mailpit.sendMessage({
  From: { Email: "outil@autre.example", Name: "Outil" },
  To: [{ Email: recipient }],
  Subject: "Bienvenue",
  Text: "Bonjour",
  HTML: "<p>Bonjour</p>",
  Attachments: [{ Content: "JVBERg==", Filename: "notice.pdf" }],
});
const found = await mailpit.waitForMessage({ query: `subject:Bienvenue to:${recipient}` });
const part = await mailpit.getMessageAttachment(ID, found.Attachments[0].PartID);

assert.equal(found.ID, ID);
assert.equal(found.From.Address, "outil@autre.example");
assert.equal(found.To[0].Address, recipient);
assert.equal(await part.text(), "%PDF");
assert.equal((await mailpit.renderMessageText(ID)).trim(), "Bonjour");
assert.match(await mailpit.renderMessageHTML(ID), /<p>Bonjour<\/p>/);
assert.match(await mailpit.getMessageSource(ID), /^Subject: Bienvenue/m);
assert.deepEqual((await mailpit.getMessageHeaders(ID)).Subject, ["Bienvenue"]);
assert.equal((await mailpit.listMessages()).messages_count, 1);
assert.equal((await mailpit.getInfo()).Messages, 1);

await mailpit.deleteMessages({ IDs: [ID] });
assert.equal((await mailpit.searchMessages({ query: "Bienvenue" })).messages_count, 0);
console.log("mailpit-api sends, waits, reads and deletes");
