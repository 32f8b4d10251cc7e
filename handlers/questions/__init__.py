"""What is asked and answered: kinds of questions, scores, recommendations, the decision."""
