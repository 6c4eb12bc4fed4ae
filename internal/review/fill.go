package review

import "context"

// judged refuses to call the victims' register searched while a likeness waits.
// Who is not the liaison learns of none: they are refused for that.
func (s *Service) judged(ctx context.Context, w Who, c *Case, b *CheckedBody) error {
	p, _ := c.Part(w.Account)
	if b.Check != VictimsMatched || p.Role != VictimsLiaison || s.Likenesses == nil {
		return nil
	}
	n, err := s.Likenesses(ctx, w.Account, w.Org, c.ID)
	if err == nil && n > 0 {
		err = ruleMatched.refuse("every likeness that waits for the liaison judged")
	}
	return err
}

// fill sets what no client may say of itself.
func (s *Service) fill(ctx context.Context, t Tables, w Who, c *Case, k *Setting, b Body, now Micros) (err error) {
	if err := c.presumes(typed(b)...); err != nil {
		return err
	}
	if x, ok := b.(*CertifiedBody); ok && x.Name != "" && !Legible(x.Name) { // sealed before it is entered
		return ruleForm.refuse("words that can be read, wherever something is written")
	}
	switch b := b.(type) {
	case *AssignedBody:
		if c.part(b.Account) == nil { // who had a part is refused for that
			err = conflict(ctx, t, c.Person, b.Account)
			if err == nil {
				err = s.unencumbered(ctx, t, c.ID, c.Person, b)
			}
		}
		if err == nil {
			err = accredited(ctx, t, b, k.Policy, now)
		}
	case *CheckedBody:
		err = s.judged(ctx, w, c, b)
	case *FactBody:
		b.Bound.Grade = c.Grade
		b.Bound.Lies, b.Bound.Judges, err = s.bound(ctx, c.Person, b.Refs)
		b.Stopped = 0
		if err == nil {
			b.From, err = s.from(ctx, c.ID, b.Refs)
		}
	case *IdentifiedBody:
		b.Rows, err = s.rows(ctx, c.Person)
	case *IdentityConfirmedBody:
		b.Rows, err = s.rows(ctx, c.Person)
	case *ProposedBody:
		b.Told = b.Standard == P4 && b.adverse()
	case *SignedBody:
		b.Fresh = w.Fresh
	case *OrderSignedBody:
		b.Fresh = w.Fresh
		if i := c.order(b.ID); i >= 0 {
			b.Makes = c.signers(c.Orders[i])+1 >= k.Policy.Urgent.Quorum
		}
	case *CourtOrderedBody:
		err = s.fillOrder(ctx, b)
	case *CourtOrderReadBody:
		b.Fresh = w.Fresh
	case *StayExtendedBody:
		b.Fresh = w.Fresh
		b.Makes = c.extenders()+1 >= k.Policy.Panel.Quorum
	case *CopiedBody:
		p, _ := c.Part(w.Account)
		b.N, b.Saw, b.Hash = len(c.Copies)+1, c.Seq, c.CopyFor(p).Hash()
	case *UndoneBody:
		err = s.fillUndone(ctx, c, b)
	case *TwinSettledBody:
		err = fillTwin(ctx, t, c, b)
	case *PartingSettledBody:
		err = s.fillParting(ctx, c, b)
	case *CertifiedBody:
		b.Form, b.Holdings = k.Policy.Form(), nil
		if c.Outcome != nil {
			b.Holdings = c.Outcome.certifies()
		}
		err = s.sealPaper(b)
	case *ExchangeApprovedBody:
		b.Content = c.contents()
	case *FollowedUpBody:
		b.File = b.lost()
	case *MissingFoundBody:
		b.Bound.Grade = c.Grade
		b.Bound.Lies, b.Bound.Judges, err = s.bound(ctx, c.Person, b.Refs)
	case *MissingConfirmedBody:
		b.Fresh, b.Stands = w.Fresh, false
		if f := c.missing(); f != nil && f.Found != nil {
			b.Stands, _, err = s.bound(ctx, c.Person, f.Found.Refs)
		}
	case *RecallSignedBody:
		b.Fresh = w.Fresh
		if i := c.recall(b.ID); i >= 0 {
			b.Ends = c.recallEnds(c.Recalls[i], b.Judge, *k)
		}
	case *DraftedBody:
		if err := s.unnamed(ctx, c.Person, b.Abstract, b.Victims); err != nil {
			return err
		}
		if err := s.traceless(ctx, c, b.Abstract, b.Victims); err != nil {
			return err
		}
		if err := c.speaksTooSoon(b.Ruling, *k); err != nil {
			return err
		}
		b.StayHours, b.Binding = c.stayFor(b.Ruling, *k), k.Policy.Form() == Decision
		b.Waits = c.waits(b.Outcome)
		b.Hash = HashOf(b.Ruling)
	case *AppealedBody:
		b.Given = c.given()
	case *SuspendedBody:
		b.Stage = c.Entered
	case *QuestionedBody:
		if b.By = w.Account; w.Account == Machine {
			b.By = ""
		}
	case *NoticedBody:
		if b.In, b.Panel = 0, 0; b.Exception != "" {
			b.In, b.Panel = c.Restarts+1, k.Policy.Urgent.Quorum
		}
		if err = s.unnamed(ctx, c.Person, b.Summary); err == nil {
			err = s.traceless(ctx, c, b.Summary)
		}
		if err == nil && tellsGovernorate(b.Summary) {
			err = ruleAbstract.refuse("a text without a place or a unit that the file names")
		}
	case *HeardBody:
		from, to := s.day(now)
		for _, p := range c.playing(c.bench()) {
			n, err := t.Sittings(ctx, p.Account, from, to)
			if err != nil {
				return err
			}
			k.Sittings = max(k.Sittings, n)
		}
	case *SubmittedBody:
		var had bool
		if had, err = t.Submitted(ctx, b.ID); err == nil && had {
			err = ruleOnce.refuse("a submission that was not taken in before")
		}
		b.Fold = foldLetters
		b.Keys = b.folded()
	}
	return err
}

// accredited asks the roster about an observer.
func accredited(ctx context.Context, t Tables, b *AssignedBody, p Policy, now Micros) error {
	if b.Role != Observer {
		return nil
	}
	r, err := t.Roster(ctx)
	if err != nil {
		return err
	}
	return b.accredited(&r, p, now)
}
