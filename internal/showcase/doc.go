// Package showcase shows the works to the public: the gallery of a campaign (newest, hottest, search), one work with its
// film, and the figures on a campaign's card. It keeps no tables: what is shown comes from the rooms to its left, as far as
// they let it be shown.
//
// A work is shown from the day it is admitted. Once the works to be voted for are chosen, the gallery shows those, and the
// others on request. Votes, ranks and the order by votes appear only where the ballot's display says so.
package showcase
