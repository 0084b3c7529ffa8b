// Package notice tells people: announcements (公告) to everybody, the publicity list (公示) of a contest's results, and
// messages to one person about their own work.
//
// Messages follow events of the rooms to the left (a receipt, a decision of the screeners, a place on the shortlist, an
// award) and are also sent by mail or short message where those are configured. What is told is in the tables
// notice_announcement and notice_message; the publicity list itself is the award room's.
package notice
