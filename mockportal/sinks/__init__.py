"""Where mails and text messages end: SMTP, SMS gateway, inbox."""
