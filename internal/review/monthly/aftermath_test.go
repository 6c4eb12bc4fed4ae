package monthly_test

import (
	"math/rand/v2"
	"time"

	"kashf.org/kashf/internal/review"
)

// aftermath adds to a case what one act leads to another: hearings before the
// deliberation, standing after a registration, releases that are verified, recalls
// that are heard and ended.
func aftermath(rnd *rand.Rand, acts []moment) []moment {
	var out []moment
	last := acts[len(acts)-1]
	then := func(most int, b review.Body) {
		last.at = last.at.Add(time.Duration(1+rnd.IntN(24*most)) * time.Hour)
		out = append(out, moment{last.at, last.id, "a", b})
	}
	release := false
	for _, a := range acts {
		switch b := a.body.(type) {
		case *review.MovedBody:
			if b.To == review.Deliberation {
				out = append(out, moment{a.at, a.id, "a", &review.HeardBody{How: []review.How{review.InPerson, review.ByVideo, review.InWriting, review.RefusedVoice}[rnd.IntN(4)]}})
			}
		case *review.DraftedBody:
			release = b.Ruling.Outcome == review.Release
		case *review.VoidedBody:
			release = false
		}
		out = append(out, a)
	}
	if rnd.IntN(3) == 0 {
		then(4, &review.GroupBody{ID: "g"})
		if rnd.IntN(4) > 0 {
			then(20, &review.StandingBody{ID: "g", Granted: rnd.IntN(4) > 0})
		}
	}
	if !release || rnd.IntN(5) == 0 {
		return out
	}
	then(10, &review.ReleasedBody{})
	if rnd.IntN(6) > 0 {
		then(10, &review.VerifiedBody{Contact: "call"})
		if rnd.IntN(2) == 0 {
			then(10, &review.FollowedUpBody{Day: 3, Contact: "call", Found: review.FoundWell})
		}
	}
	if rnd.IntN(4) == 0 {
		then(40, &review.RecallAskedBody{ID: "r", Why: "w"})
		if rnd.IntN(4) > 0 {
			then(10, &review.RecallHeardBody{ID: "r", How: review.InPerson})
			then(3, &review.RecallSignedBody{ID: "r", Judge: rnd.IntN(2) == 0, Ends: true})
		}
	}
	return out
}
