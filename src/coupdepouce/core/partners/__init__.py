"""What a partner is to the programme: joining, agreement, quota, briefing, dormancy; pure rules."""
