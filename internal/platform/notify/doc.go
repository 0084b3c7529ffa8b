// Package notify carries a message to a person: mail over SMTP, short messages
// (短信) over an HTTP gateway. It has never heard of a contest; rooms write the
// words, this package delivers or says plainly why not.
//
// Configuration is two URLs:
//
//	smtp://user:password@mail.example.cn:587?from=赛映 <saiying@example.cn>
//	smtps://user:password@mail.example.cn:465?from=saiying@example.cn
//	https://gateway.example.cn/send?key=KEY&sign=赛映&template=SMS_1
//
// smtp demands STARTTLS unless tls=none is given, and tls=none takes a password
// only to this machine. The gateway call is documented at SMS.
//
// Errors: every failure of delivery is an *Error that holds neither the address,
// the words, nor a password; Temporary tells whether another try may help.
package notify
